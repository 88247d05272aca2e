def files = { String folder ->
  def found = []
  new File(basedir, folder).eachFileRecurse(groovy.io.FileType.FILES) { found << it.name }
  found
}
assert new File(basedir, 'build.log').text.contains('compiled 2 .nn files')
assert files('target/generated-sources/nnc') == ['New.java']
def classes = files('target/classes')
assert classes.containsAll(['New.class', 'New$Predict.class', 'New.nninfo', 'Stays.class'])
assert !classes.any { it.startsWith('Old') }
assert new File(basedir, 'target/classes/META-INF/services/dev.nnc.runtime.Model').readLines()
    .findAll { !it.startsWith('#') } == ['a.New']
