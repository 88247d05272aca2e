/** Opens and exports nothing. */
module org.example.scale {
  requires dev.nnc.runtime;

  uses dev.nnc.runtime.Model;

  provides dev.nnc.runtime.Model with
      org.example.Scale;
}
