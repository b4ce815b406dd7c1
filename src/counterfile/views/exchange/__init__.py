"""Exchange: the same facts in the formats of others, each value with the words that carry it.

`ocds` makes releases and records of the Open Contracting Data Standard, `ftm` entities and statements of FollowTheMoney,
`datapackage` the descriptions of exported tables (Frictionless, Croissant), `prov` and `webannotation` the provenance and
the quotes of a figure by the two W3C vocabularies. All are pure functions of the facts; who calls them writes the files.
Names of natural persons, sole traders among them, are left out everywhere and counted.
"""
