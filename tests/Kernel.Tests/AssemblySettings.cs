// Tests set the vector width, which is a setting of the process.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
