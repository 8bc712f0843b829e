namespace ElementalProvider.ControllerRuntime.Events;

/// <summary>What makes two events the same: they are then counted instead of written again.</summary>
internal readonly record struct EventKey(string Namespace, string Kind, string Name, string Uid, string Type, string Reason, string Message);
