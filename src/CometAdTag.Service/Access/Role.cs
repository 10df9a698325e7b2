namespace CometAdTag.Service.Access;

/// <summary>What a key may do: admin everything, adops also what viewer may; publisher and adserver are keys of machines, for their own endpoints.</summary>
internal enum Role { Viewer, Adops, Publisher, Adserver, Admin }
