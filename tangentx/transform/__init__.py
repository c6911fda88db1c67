"""Transform: a `Program` becomes a derivative, correct first (`adjoint`, `tangent`) and readable then (`tidy`)."""
