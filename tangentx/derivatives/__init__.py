"""What is built on the modes of the compiler: products, Jacobians, Hessians, numeric checks."""
