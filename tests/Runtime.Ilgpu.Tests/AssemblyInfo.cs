// Emulated devices have as many threads as a group: two tests at once would only wait for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
