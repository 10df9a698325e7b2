namespace CometAdTag.Service.Push;

/// <summary>Where a value of a refresh policy may come from, in the order of precedence.</summary>
internal enum RefreshPlace { ApiZone, ApiWebsite, SettingsZone, FeedZone, Default }
