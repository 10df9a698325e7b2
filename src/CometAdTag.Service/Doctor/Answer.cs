using System.Net;
using System.Text;
using System.Text.Json;

namespace CometAdTag.Service.Doctor;

/// <summary>An HTTP answer with the whole of its body, which was bounded.</summary>
internal sealed record Answer(Uri Url, int Status, ILookup<string, string> Headers, byte[] Body, TimeSpan Took)
{
    public bool IsGood => Status is >= 200 and < 300;

    /// <summary>Where it sends the browser on to; null where it does not.</summary>
    public Uri? LeadsTo => Status is >= 300 and < 400 && Uri.TryCreate(Url, Header("Location"), out var to) ? to : null;

    /// <summary>"text/html", without its parameters; "" where it has none.</summary>
    public string MediaType => Header("Content-Type").Split(';')[0].Trim().ToLowerInvariant();

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>All values of a header as one.</summary>
    public string Header(string name) => string.Join(", ", Headers[name]);

    /// <summary>The status as people read it: "403 Forbidden".</summary>
    public string StatusText => $"{Status} {(Enum.IsDefined((HttpStatusCode)Status) ? (HttpStatusCode)Status : "")}".Trim();

    /// <summary>Why the service refused, by the problem details that it answers with; null where it was not the service that answered.</summary>
    public (string Reason, string Detail)? Refusal
    {
        get
        {
            if (IsGood || MediaType != "application/problem+json") return null;
            try
            {
                using var problem = JsonDocument.Parse(Body);
                return problem.RootElement.TryGetProperty("reason", out var reason) ? (reason.ToString(), problem.RootElement.GetProperty("detail").ToString()) : null;
            }
            catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                return null;
            }
        }
    }
}
