"""The workloads as their users would have to write them for other libraries: a module a workload.

`REWRITES` maps a label, which begins with the library's name, to what builds the gradient.  `WRITTEN` is for
derivatives that are no gradients of the primal: the library's own way to them, for the code as it is written.
"""
