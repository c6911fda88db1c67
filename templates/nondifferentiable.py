"""Functions whose derivative is zero wherever they have one, and constructors of constants."""

from tangentx.rules import nondifferentiable

# Rounding.
nondifferentiable(
    "numpy.floor", "numpy.ceil", "numpy.trunc", "numpy.rint", "numpy.fix", "numpy.round", "numpy.around", "math.floor",
    "math.ceil", "math.trunc", "builtin:round", "builtin:int", "builtin:bool", "method:round", "operator.floordiv",
    "numpy.floor_divide", "numpy.sign", "numpy.signbit", "numpy.spacing",
    "method:__round__", "method:__trunc__", "method:is_integer",
)  # fmt: skip

# Comparisons and logic.
nondifferentiable(
    "operator.lt", "operator.le", "operator.gt", "operator.ge", "operator.eq", "operator.ne", "operator.not_",
    "operator.is_", "operator.is_not", "operator.contains", "operator.and_", "operator.or_", "operator.xor",
    "operator.invert", "operator.lshift", "operator.rshift", "operator.truth", "operator.index", "numpy.less",
    "numpy.less_equal", "numpy.greater", "numpy.greater_equal", "numpy.equal", "numpy.not_equal", "numpy.logical_and",
    "numpy.logical_or", "numpy.logical_not", "numpy.logical_xor", "numpy.bitwise_and", "numpy.bitwise_or",
    "numpy.bitwise_xor", "numpy.invert", "numpy.left_shift", "numpy.right_shift", "numpy.isclose", "numpy.allclose",
    "numpy.array_equal", "numpy.array_equiv", "numpy.all", "numpy.any", "method:all", "method:any", "numpy.isnan",
    "numpy.isinf", "numpy.isfinite", "numpy.isneginf", "numpy.isposinf", "numpy.isreal", "numpy.isrealobj",
    "numpy.iscomplex", "numpy.iscomplexobj", "numpy.isscalar", "numpy.isin", "math.isnan", "math.isinf",
    "math.isfinite", "math.isclose", "cmath.isnan", "cmath.isinf", "cmath.isfinite", "cmath.isclose", "builtin:all",
    "builtin:any", "builtin:callable", "builtin:isinstance", "builtin:issubclass", "builtin:hasattr",
)  # fmt: skip

# Positions and counts.
nondifferentiable(
    "numpy.argmax", "numpy.argmin", "numpy.argsort", "numpy.argpartition", "numpy.argwhere", "numpy.nonzero",
    "numpy.flatnonzero", "numpy.count_nonzero", "numpy.searchsorted", "numpy.digitize",
    "numpy.nanargmax", "numpy.nanargmin", "numpy.lexsort", "method:argmax", "method:argmin", "method:argsort",
    "method:nonzero", "method:searchsorted", "numpy.unravel_index", "numpy.ravel_multi_index", "numpy.indices",
    "numpy.diag_indices", "numpy.diag_indices_from", "numpy.tril_indices_from", "numpy.triu_indices_from",
    "numpy.tril_indices", "numpy.triu_indices", "numpy.ix_", "numpy.linalg.matrix_rank",
)  # fmt: skip

# What an array is, not what it holds.
nondifferentiable(
    "numpy.shape", "numpy.ndim", "numpy.size", "numpy.result_type", "numpy.finfo", "numpy.iinfo", "numpy.dtype",
    "numpy.can_cast", "numpy.promote_types", "numpy.issubdtype", "numpy.may_share_memory", "numpy.shares_memory",
    "numpy.broadcast_shapes", "attribute:shape", "attribute:ndim", "attribute:size", "attribute:dtype",
    "attribute:itemsize", "attribute:nbytes", "attribute:strides", "attribute:flags", "builtin:len", "builtin:type",
    "builtin:id", "builtin:hash", "builtin:str", "builtin:repr", "builtin:format", "builtin:range",
)  # fmt: skip

# Constants.
nondifferentiable(
    "numpy.zeros", "numpy.ones", "numpy.empty", "numpy.zeros_like", "numpy.ones_like", "numpy.empty_like", "numpy.eye",
    "numpy.identity", "numpy.tri", "numpy.bool_", "numpy.int8", "numpy.int16", "numpy.int32",
    "numpy.int64", "numpy.intp", "numpy.uint8", "numpy.uint16", "numpy.uint32", "numpy.uint64", "math.gcd", "math.lcm",
    "math.factorial", "math.comb", "math.perm", "math.isqrt",
)  # fmt: skip
