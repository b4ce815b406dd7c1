"""Notices for tests of linking, given by the names of properties."""

from decimal import Decimal

from counterfile.model.notice import Property
from counterfile.model.statement import Statement
from counterfile.model.value import Amount, Basis
from counterfile.resolving import procedures
from counterfile.resolving.procedures import Said
from counterfile.text.identifiers import number_key
from counterfile.text.names import core_title, name_key

KEYS = {
    Property.NUMBER: number_key,
    Property.CONTRACT_NUMBER: number_key,
    Property.OCID: number_key,
    Property.BUYER: name_key,
    Property.AGENCY: name_key,
    Property.SUPPLIER: name_key,
    Property.TITLE: core_title,
    Property.NOTICE_TITLE: core_title,
}


def said(name: str, **values: str | list[str]) -> Said:
    """Return what a notice says, given by the names of properties."""
    statements = []
    for field, given in values.items():
        meant = Property[field]
        for value in [given] if isinstance(given, str) else given:
            money = field in {"BUDGET", "AWARD_VALUE", "CONTRACT_VALUE"}
            amount = Amount(Basis.TOTAL, Decimal(value), "CNY", None) if money else None
            key = KEYS[meant](value) if meant in KEYS else None
            statements.append(Statement(name, "", meant, value, (), "text", "L2", amount=amount, key=key))
    return procedures.said(name, statements)


def cameras(name: str, **values: str | list[str]) -> Said:
    """Return a notice of one bureau's camera purchase, changed in some values."""
    base = {
        "TITLE": "临沅市公安局智能监控系统采购项目",
        "BUYER": "临沅市公安局",
        "STAGE": "tender",
        "PUBLISHED": "2021-03-01",
    }
    return said(name, **{field: value for field, value in (base | values).items() if value})
