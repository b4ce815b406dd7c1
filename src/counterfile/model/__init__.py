"""The nouns: frozen, typed, no I/O.

Three facts are kept, appended and never changed: `Document`, `Statement`, `Judgement`.
A `Reading` is how a document's bytes became text; evidence points into it.
"""
