namespace ElementalProvider.ControllerRuntime.Tests.Support;

/// <summary>One entry of the history that watches are served from.</summary>
internal sealed record StoredEvent(long Version, string Plural, string Type, string Json);
