namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>Which of an actor's watches have caught up when it acts.</summary>
[Flags]
internal enum Freshness
{
    None = 0,
    Hosts = 1,
    Machines = 2,
    Others = 4,
    All = Hosts | Machines | Others,
}
