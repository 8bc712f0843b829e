namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>What goes wrong while an agent takes a step.</summary>
internal enum Mishap
{
    None,

    /// <summary>The agent dies before it has noted anything.</summary>
    DiesBeforeTheNote,

    /// <summary>The agent dies with the step noted and nothing done.</summary>
    DiesAfterTheNote,

    /// <summary>The agent or its server dies with the step half done.</summary>
    DiesWithin,

    /// <summary>The agent dies with the step done and its end not noted.</summary>
    DiesAfterTheEffect,

    /// <summary>The call reaches the server, its answer does not reach the agent.</summary>
    LosesTheAnswer,

    /// <summary>What the step needs does not answer; it can be tried again.</summary>
    Fails,

    /// <summary>The plugin says no for good.</summary>
    IsRefused,
}
