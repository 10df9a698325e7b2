using Microsoft.Net.Http.Headers;

namespace CometAdTag.Service.Demo;

/// <summary>One file of the demo, as it is sent.</summary>
internal sealed record DemoAsset(byte[] Bytes, string ContentType, EntityTagHeaderValue EntityTag);
