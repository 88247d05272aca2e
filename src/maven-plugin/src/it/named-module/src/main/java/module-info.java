/** Opens and exports nothing. */
module org.example.scale {
  requires dev.nnc.runtime;
}
