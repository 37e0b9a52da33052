"""The round trip to BPJS Ketenagakerjaan: a batch of people out, a KPJ or a reason of refusal back.

Below stands coverage: whoever BPJS refuses loses the months there, and the seat is free for the reserve. Above
stand billing, which charges only whom BPJS accepted, and banking.
"""
