namespace Doneon.BrowserTests;

/// <summary>What is measured runs when no other test does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
