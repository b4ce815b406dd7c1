"""What a notice says of natural persons is left out, and nothing else."""

from counterfile.model.notice import Property as P
from counterfile.views.natural import natural

FIRM, OTHER = "青溪明远科技有限公司", "青溪安澜智能系统有限公司"
TRADER = "92110105MA00000X0A"
FIRM_ID, BUYER_ID = "91110105MA00000X1B", "11110105MB00000X2C"


def test_a_sole_traders_name_goes_with_its_identifier_and_its_neighbors_stay() -> None:
    claims = [
        ("lot/1/supplier/1", P.SUPPLIER, "青溪老周广告制作部"),
        ("lot/1/supplier/1", P.SUPPLIER_ID, TRADER),
        ("lot/1/supplier/2", P.SUPPLIER, OTHER),
        ("lot/1/supplier/2", P.SUPPLIER_ID, FIRM_ID),
    ]

    assert natural(claims) == [True, True, False, False]


def test_an_identifier_beside_a_persons_name_is_a_persons() -> None:
    claims = [("lot/2/supplier/1", P.SUPPLIER, "周*平"), ("lot/2/supplier/1", P.SUPPLIER_ID, "4401**********2217")]

    assert natural(claims) == [True, True]
    assert natural([("lot/2/supplier/1", P.SUPPLIER, "钱文远"), ("lot/2/supplier/1", P.SUPPLIER_ID, "K2021-44")]) == [
        True,
        True,
    ]


def test_the_buyers_identifier_stays_where_a_sole_trader_stands_at_the_notice_itself() -> None:
    claims = [
        ("", P.BUYER, "青溪市水务局"),
        ("", P.BUYER_ID, BUYER_ID),
        ("", P.SUPPLIER_ID, TRADER),
        ("", P.AGENCY, FIRM),
    ]

    assert natural(claims) == [False, False, True, False]


def test_other_properties_are_nobodys() -> None:
    assert natural([("lot/1", P.LOT_TITLE, "周明"), ("", P.TITLE, "王维路改造")]) == [False, False]
