"""The published language: what each service says to the others, versioned, its JSON pinned by golden files.

A fact carries references and sealed values, never a plain name, number or word of a petition. `unit` is the
acting unit, `place` where it is about.
"""
