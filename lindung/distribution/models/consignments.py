"""Boxes of cards and books on their way from one office to another."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lindung.distribution.models.items import Item


class Consignment(models.Model):
    """One trip of one or more boxes between two custodians."""

    number = models.TextField(unique=True, db_comment="Number of the covering letter or waybill")
    sent_from = models.TextField(db_comment="Office that sends")
    brought_to = models.TextField(db_comment="Office that shall receive")
    sent_on = models.DateField(db_comment="Day it left")
    sent_by = models.TextField(db_comment="Actor who entered it")
    received_on = models.DateField(null=True, db_comment="Day it was opened at its place; empty: on its way")
    received_by = models.TextField(db_default="", db_comment="Actor who counted it there")

    class Meta:
        db_table_comment = "Trips of boxes of cards and bank books"
        constraints = [
            models.CheckConstraint(
                condition=Q(received_on__isnull=True, received_by="")
                | (Q(received_on__gte=F("sent_on")) & ~Q(received_by="")),
                name="distribution_consignment_received_whole",
            )
        ]

    def __str__(self) -> str:
        return self.number


class Box(models.Model):
    """One box: counted by hand at both ends, apart from what the list says is in it."""

    consignment = models.ForeignKey(
        Consignment, models.PROTECT, db_index=False, related_name="boxes", db_comment="On which trip"
    )
    label = models.TextField(db_comment="What is written on it, e.g. the village")
    counted_out = models.IntegerField(db_comment="Counted by hand when it was closed; equal to its list")
    counted_in = models.IntegerField(null=True, db_comment="Counted by hand when it was opened")

    class Meta:
        db_table_comment = "Boxes of a consignment"
        constraints = [
            models.UniqueConstraint(fields=["consignment", "label"], name="distribution_box_label"),
            models.CheckConstraint(condition=Q(counted_out__gt=0), name="distribution_box_not_empty"),
        ]


class Packed(models.Model):
    """An item in a box, and whether it was still in it when the box was opened."""

    pk = models.CompositePrimaryKey("box_id", "item_id")
    box = models.ForeignKey(Box, models.PROTECT, db_index=False, related_name="packed", db_comment="In which box")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", db_comment="Which item")
    arrived = models.BooleanField(null=True, db_comment="False: missing when opened; empty: not opened yet")

    class Meta:
        db_table_comment = "Items packed in boxes"
