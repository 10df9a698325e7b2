using System.Text.Json;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Doctor;

/// <summary>A page and the service that it asks, as the doctor speaks for it: hidden, so nothing is pushed, counted or paid.</summary>
internal sealed record Patient(PublisherPage Page, TagScript Tag)
{
    public string Origin => Page.Origin;

    public Uri At(string path) => new(Tag.Service, path);

    /// <summary>The first frame of a connection; id is the page's, where it has one.</summary>
    public string Hello(string? id = null)
    {
        var url = Page.Url.GetLeftPart(UriPartial.Query);
        return JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["type"] = "hello",
            ["v"] = 1,
            ["page"] = id,
            ["url"] = url.Length <= WireLimits.Url ? url : Origin + "/",
            ["visible"] = false,
            ["slots"] = Page.Zones.Select((zone, n) => new { slot = $"s{n}", zone, w = 0, h = 0, inView = false }),
        });
    }
}
