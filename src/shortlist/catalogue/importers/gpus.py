"""GPUs for rent: lists of offers, priced per GPU and hour, and a cloud's machines, priced per machine.

An offer fills the hosting of a self-hosted candidate whose GPU it is; a person chooses which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from shortlist.catalogue.importers.common import (
    Importer,
    cells,
    key_of,
    lines,
    numbered,
    objects_with,
    records,
    table,
    table_records,
    table_with,
)
from shortlist.core.importing.rows import Item, ModelRow
from shortlist.core.importing.source_file import SourceFile, as_list
from shortlist.core.importing.values import BadValue, as_held, day, exact, number, required, text

MEBIBYTES = 1024
_MEMORY = re.compile(r"'?SizeInMiB'?: *([0-9]{1,9})")
SIZES = (8, 12, 16, 24, 32, 40, 48, 64, 80, 94, 96, 128, 141, 180, 192, 256, 288)
"""Gigabytes that GPUs are sold with."""


def read_offers(document: SourceFile) -> Iterator[Item]:
    """A row for every offer."""

    def make(place: str, value: Any) -> ModelRow:
        entry = table(value)
        memory = number(entry.get("vram_gb"))
        price = _price(exact(entry.get("price_usd_hour")))
        provider = required(entry.get("provider_id"), "provider_id")
        collected = day(entry.get("collected_at")) or document.day
        tier = text(entry.get("tier"))
        offered = f"{price:g} USD an hour at {provider}, {tier}, seen on {collected}, {text(entry.get('source_url'))}"
        notes = [offered.strip(", "), *(text(one) for one in as_list(entry.get("caveats"))[:5])]
        if entry.get("is_spot") is True:
            notes.append("Spot: the provider may take the machine away at any time.")
        gpu = required(entry.get("gpu_model"), "gpu_model")
        name = gpu
        if memory and f"{memory:g}gb" not in gpu.casefold():
            name = f"{gpu} {memory:g}GB"
        return _row(required(entry.get("id"), "id"), place, name, price, f"{name} at {provider}, {tier}", notes)

    return records(numbered(document.json, "offers"), make, key_of("id"))


def read_machines(document: SourceFile) -> Iterator[Item]:
    """A row for every machine with GPUs, priced per GPU; a machine without one is refused."""
    singles = _prices_of_one(document)

    def make(place: str, row: dict[str, str]) -> ModelRow:
        machine, region = text(row["InstanceType"]), text(row.get("Region", ""))
        count = exact(row["AcceleratorCount"])
        name = text(row["AcceleratorName"])
        if not name or not count or count < 0:
            raise BadValue("it has no GPU")
        whole = exact(row["Price"])
        price = _price(None if whole is None else whole / count)
        if count > 1 and whole == singles.get((name, region, text(row.get("AvailabilityZone", "")))):
            raise BadValue(f"{count:g} GPUs cost what one of them costs, {whole} USD an hour: is it the price of each?")
        memory = _MEMORY.search(row.get("GpuInfo", "")[:2000])
        # Less than a gibibyte is a size in another unit.
        if memory is not None and int(memory[1]) >= MEBIBYTES and "gb" not in name.casefold():
            name += f" {_sold_as(int(memory[1]) / MEBIBYTES):g}GB"
        told = f"{whole} USD an hour"
        if count != 1:
            told = f"{whole} USD an hour for {count:g} GPUs"
        if machine:
            where, id_ = (between.join(filter(None, (machine, region))) for between in (" in ", " "))
            notes = [f"{told}, {where}, {document.name}, {document.day}"]
        else:
            # Google prices accelerators by themselves, zone by zone, and the machine beside them.
            where = f"in {text(row.get('AvailabilityZone', '')) or region}"
            id_ = f"{count:g} {name} {where}"
            notes = [f"{told}, {where}, {document.name}, {document.day}"]
            notes.append("The accelerator alone: the machine that it is put into is charged besides.")
        return _row(id_, place, name, price, f"{name}, {where}", notes)

    return table_records(document, make, "InstanceType")


def _prices_of_one(document: SourceFile) -> dict[tuple[str, str, str], Decimal]:
    """The lowest price of a machine with one GPU, by its GPU, region and zone."""
    found: dict[tuple[str, str, str], Decimal] = {}
    for _, record in lines(document):
        try:
            row = cells(record)
            price = exact(row["Price"])
            if price is None or exact(row["AcceleratorCount"]) != 1:
                continue
            key = (text(row["AcceleratorName"]), text(row.get("Region", "")), text(row.get("AvailabilityZone", "")))
        except BadValue:
            continue
        found[key] = min(price, found.get(key, price))
    return found


def _sold_as(gibibytes: float) -> float:
    """The memory that a GPU is sold with, of what its driver leaves: 23.99 is 24, 44.99 is 48."""
    near = [size for size in SIZES if 0.93 <= gibibytes / size <= 1.03]
    return min(near, key=lambda size: abs(size - gibibytes)) if near else round(gibibytes, 1)


def _price(price: Decimal | None) -> float:
    if price is None or price <= 0:
        raise BadValue("it has no price")
    return as_held(round(price, 6))


def _row(id_: str, place: str, gpu: str, price: float, name: str, notes: list[str]) -> ModelRow:
    offer = {"gpu": gpu, "gpu_hour_usd": price}
    return ModelRow(id_, place, name, "", hosting=offer, notes=tuple(filter(None, notes)))


is_offers = objects_with("gpu_model", "price_usd_hour")
is_machines = table_with("InstanceType", "AcceleratorName", "AcceleratorCount", "Price")
FORMATS = (
    Importer("gpu-offers", "GPU offers", is_offers, read_offers),
    Importer("cloud-machines", "A cloud's machines", is_machines, read_machines),
)
