namespace ElementalProvider.Agent.Logging;

/// <summary>How log lines look.</summary>
internal enum LogFormat
{
    Text,
    Json,
}
