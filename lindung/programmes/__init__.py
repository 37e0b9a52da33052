"""Who pays for whom: funders, programmes, agreements (PKS), decrees (SK), seats and rupiah per region.

Allocations are append-only rows citing their decree. The counters beside them (Seats, Budget) carry the
promise that neither seats nor rupiah are ever exceeded; triggers on the ledger keep them.
"""
