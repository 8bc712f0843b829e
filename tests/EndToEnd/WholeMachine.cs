namespace ElementalProvider.EndToEnd;

/// <summary>Tests that start a dozen processes each take turns.</summary>
[CollectionDefinition(nameof(WholeMachine), DisableParallelization = true)]
public class WholeMachine;
