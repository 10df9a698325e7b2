namespace CometAdTag.Service.Tests.AdServer;

/// <summary>What goes wrong with a hand-over. Lost and Cut: it was counted, and its answer never came whole. Proxy: it never came to the plugin.</summary>
internal enum StatisticsFault { None, Lost, Cut, Silence, Failed, RateLimited, Html, Lie, WrongKey, Refused, Proxy }
