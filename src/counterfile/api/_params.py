"""Parameters and bodies: strict types, a limit on everything, nothing unknown."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Header, Path, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from counterfile.api._answers import MAX_LIMIT
from counterfile.api._persons import pseudonym, reason

Cursor = Annotated[str, Query(max_length=1000, description="Continues a list; taken from `next`, never made by hand.")]
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Items on a page.")]
Facets = Annotated[bool, Query(description="Whether to count the list's items by the values that narrow it.")]
Words = Annotated[
    str, Query(max_length=500, description="Words that all must be there; case, width and variants aside.")
]

Digest = Annotated[
    str,
    Path(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the document's bytes.", examples=["ab" * 32]),
]
NoticeId = Annotated[
    str, Path(pattern=r"^n-[0-9a-f]{16}(-[0-9]{1,6})?$", description="A notice.", examples=["n-0123456789abcdef"])
]
StatementId = Annotated[
    str,
    Path(
        pattern=r"^st-[0-9a-f]{16}(-[0-9]{1,6})?-[0-9a-f]{8}$",
        description="A statement.",
        examples=["st-0123456789abcdef-0a1b2c3d"],
    ),
]
ProcedureId = Annotated[
    str, Path(pattern=r"^p-[0-9a-f]{16}(-[0-9]{1,6})?$", description="A procedure.", examples=["p-0123456789abcdef"])
]
OrganizationId = Annotated[
    str, Path(pattern=r"^o-[0-9a-f]{12}$", description="An organization.", examples=["o-0123456789ab"])
]
JudgementId = Annotated[str, Path(pattern=r"^j-[0-9]{1,15}$", description="A judgement.", examples=["j-12"])]
ChangeSetId = Annotated[str, Path(pattern=r"^cs-[0-9a-f]{8}$", description="A change set.", examples=["cs-1a2b3c4d"])]
JobId = Annotated[str, Path(pattern=r"^job-[0-9]{1,9}$", description="A job.", examples=["job-1"])]
FindingName = Annotated[
    str, Path(max_length=100, description="Name of a finding: its file's, without `.yaml`.", examples=["second-rounds"])
]

IfMatch = Annotated[
    str,
    Header(
        alias="If-Match",
        max_length=500,
        description="ETag of what the decision replaces, from `standing` or from the resource itself; `*` for whatever stands.",
    ),
]
Once = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        pattern=r"^[\x21-\x7e]*$",
        description="A new key for each decision: a request sent twice with one key is carried out once and answered alike.",
    ),
]

Reason = Annotated[
    str,
    Field(max_length=2000, description="Why, in words; identifiers of persons in it are masked."),
    AfterValidator(reason),
]
By = Annotated[
    str,
    Field(max_length=64, description="Pseudonym of who decides.", examples=["heron"]),
    AfterValidator(pseudonym),
]
AnyId = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9|/_-]+$")]


class Body(BaseModel):
    """What every body is: strict, without unknown fields, signed."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    reason: Reason
    by: By


class NewDecision(Body):
    """What a person decides on two files, or on one notice's relevance."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "decision": "different",
                    "one": "n-0123456789abcdef",
                    "other": "n-fedcba9876543210",
                    "reason": "another project of the same year",
                    "by": "heron",
                }
            ]
        }
    )

    decision: Literal["same", "different", "unsure", "family", "relevant", "irrelevant"] = Field(
        description="`same`, `different` and `unsure` are about two procedures, notices or organizations, `family` about two attempts "
        "of one project, the others about one notice or procedure."
    )
    one: AnyId = Field(description="A notice, procedure or organization.", examples=["n-0123456789abcdef"])
    other: Annotated[str, Field(max_length=200, pattern=r"^[A-Za-z0-9|/_-]*$")] = Field(
        default="", description="The second of a pair; empty where the decision is about one thing."
    )


class Place(BaseModel):
    """Where words stand in a document's text."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    start: int = Field(ge=0, le=1_000_000_000, description="Code points, half open.")
    end: int = Field(ge=0, le=1_000_000_000)


class NewCorrection(Body):
    """The right value of a notice, with the words that say it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "about": "n-0123456789abcdef",
                    "field": "supplier",
                    "value": "青澜视讯科技有限公司",
                    "quote": "青澜视讯科技有限公司",
                    "reason": "named in part four",
                    "by": "heron",
                }
            ]
        }
    )

    about: AnyId = Field(description="A statement or a notice.", examples=["n-0123456789abcdef"])
    field: str = Field(max_length=60, description="What is corrected: `buyer`, `award_value`, `opening`, or its path.")
    value: str = Field(max_length=2000, description="As a person writes it; empty to take the value away.")
    quote: str = Field(default="", max_length=5000, description="The words of the document that say it.")
    span: Place | None = Field(default=None, description="Where they stand, instead of `quote`.")
    row: str | None = Field(
        default=None, max_length=60, description="Whose it is: `lot/1`, `lot/1/supplier/2`, empty for the notice."
    )


class NewWithdrawal(Body):
    """Take a judgement, a correction or an accepted change set back."""


class NewAcceptance(Body):
    """Accept what a correction teaches."""

    anywhere: bool = Field(default=False, description="In every layout, not only in the one it was corrected in.")
    although_worse: bool = Field(default=False, description="Even where other corrections speak against it.")


class NewTrial(BaseModel):
    """Show what a change set would change."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    by: By
    anywhere: bool = Field(default=False, description="In every layout, not only in the one it was corrected in.")
    most: int = Field(default=500, ge=1, le=100_000, description="Documents that are extracted anew to see.")


class NewJob(BaseModel):
    """Work to begin."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, json_schema_extra={"examples": [{"kind": "run", "by": "heron"}]}
    )

    kind: Literal["run", "recognition", "verification"] = Field(
        description="`run` brings all files up to date, `recognition` also recognizes pictures, `verification` checks all figures."
    )
    by: By
    retry: bool = Field(default=False, description="Of a run: try again what failed or was set aside.")
    documents: list[Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]] = Field(
        default_factory=list,
        max_length=500,
        description="Of a recognition: whose pictures; empty for those that the screening asks for.",
    )
    deep: bool = Field(
        default=False, description="Of a verification: check every original, not only those that figures use."
    )


class CancelJob(BaseModel):
    """Ask a job to stop."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    by: By
