"""Cosine and sine transforms: orthogonal ones, whose adjoint is the inverse, and the usual ones, which scale them."""

import numpy
import scipy

from tangentx.rules import Constant, Static, bar, case, dot, real_only


@real_only
@case(x=(4,))
@case(x=(3, 4), type=3)
def dct_ortho(x, type: Static = 2, *, axis: Static = -1, norm: Constant["ortho"] = None):  # noqa: F821
    y = scipy.fft.dct(x, type, axis=axis, norm=norm)
    dot[y] = scipy.fft.dct(dot[x], type, axis=axis, norm=norm)
    bar[x] += scipy.fft.idct(bar[y], type, axis=axis, norm=norm)


@real_only
@case(x=(4,))
@case(x=(3, 4), type=3)
def idct_ortho(x, type: Static = 2, *, axis: Static = -1, norm: Constant["ortho"] = None):  # noqa: F821
    y = scipy.fft.idct(x, type, axis=axis, norm=norm)
    dot[y] = scipy.fft.idct(dot[x], type, axis=axis, norm=norm)
    bar[x] += scipy.fft.dct(bar[y], type, axis=axis, norm=norm)


@real_only
@case(x=(4,))
@case(x=(3, 4), type=3)
def dst_ortho(x, type: Static = 2, *, axis: Static = -1, norm: Constant["ortho"] = None):  # noqa: F821
    y = scipy.fft.dst(x, type, axis=axis, norm=norm)
    dot[y] = scipy.fft.dst(dot[x], type, axis=axis, norm=norm)
    bar[x] += scipy.fft.idst(bar[y], type, axis=axis, norm=norm)


@real_only
@case(x=(4,))
@case(x=(3, 4), type=3)
def idst_ortho(x, type: Static = 2, *, axis: Static = -1, norm: Constant["ortho"] = None):  # noqa: F821
    y = scipy.fft.idst(x, type, axis=axis, norm=norm)
    dot[y] = scipy.fft.idst(dot[x], type, axis=axis, norm=norm)
    bar[x] += scipy.fft.dst(bar[y], type, axis=axis, norm=norm)


@real_only
@case(x=(3, 4))
def dctn_ortho(x, type: Static = 2, *, axes: Static = None, norm: Constant["ortho"] = None):  # noqa: F821
    y = scipy.fft.dctn(x, type, axes=axes, norm=norm)
    dot[y] = scipy.fft.dctn(dot[x], type, axes=axes, norm=norm)
    bar[x] += scipy.fft.idctn(bar[y], type, axes=axes, norm=norm)


@real_only
@case(x=(3, 4))
def idctn_ortho(x, type: Static = 2, *, axes: Static = None, norm: Constant["ortho"] = None):  # noqa: F821
    y = scipy.fft.idctn(x, type, axes=axes, norm=norm)
    dot[y] = scipy.fft.idctn(dot[x], type, axes=axes, norm=norm)
    bar[x] += scipy.fft.dctn(bar[y], type, axes=axes, norm=norm)


@real_only
@case(x=(4,))
@case(x=(3, 4), type=1, axis=0)
def dct(x, type: Static = 2, *, axis: Static = -1, norm: Constant[None] = None):
    y = scipy.fft.dct(x, type, axis=axis, norm=norm)
    matrix = scipy.fft.dct(numpy.eye(numpy.shape(x)[axis]), type)
    dot[y] = scipy.fft.dct(dot[x], type, axis=axis, norm=norm)
    bar[x] += numpy.moveaxis(numpy.moveaxis(bar[y], axis, -1) @ matrix.T, -1, axis)


@real_only
@case(x=(4,))
@case(x=(3, 4), type=1, axis=0)
def idct(x, type: Static = 2, *, axis: Static = -1, norm: Constant[None] = None):
    y = scipy.fft.idct(x, type, axis=axis, norm=norm)
    matrix = scipy.fft.idct(numpy.eye(numpy.shape(x)[axis]), type)
    dot[y] = scipy.fft.idct(dot[x], type, axis=axis, norm=norm)
    bar[x] += numpy.moveaxis(numpy.moveaxis(bar[y], axis, -1) @ matrix.T, -1, axis)
