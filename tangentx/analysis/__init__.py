"""Analysis: a `Function` and the types of its arguments become a `Program`; no tree is changed.

Reading order: `types` (what is known of a value), `program` (what comes out), `specialise` (the walk), `flow` (where
paths meet), `expressions`, `primitives`, `calls` and `containers` (what it does at each kind of operation), `activity`
(what carries a derivative).
"""
