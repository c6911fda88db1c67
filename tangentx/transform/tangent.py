"""Forward mode (being written)."""


def tangent_module(program, activity, spec, specialiser, pure):
    raise NotImplementedError
