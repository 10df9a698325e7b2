namespace CometAdTag.Rotation.Refresh;

/// <summary>Which triggers may rotate a slot.</summary>
[Flags]
public enum Triggers { None = 0, User = 1, Event = 2, Time = 4, All = User | Event | Time }
