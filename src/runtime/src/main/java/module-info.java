/** What generated models need. */
module dev.nnc.runtime {
  exports dev.nnc.runtime;

  uses dev.nnc.runtime.Model;
}
