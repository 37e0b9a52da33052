"""Any file → numbered rows. Knows no domain: what a row means, the layout's own room says (INTAKE_LAYOUTS).

Every row of a file is kept with its raw cells and a fate; accepted + rejected + needs-a-look = rows, always.
"""
