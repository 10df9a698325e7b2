using CometAdTag.Service.Pages;
using CometAdTag.Service.Push;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace CometAdTag.Service.Sockets;

/// <summary>The threads that hold pages' WebSockets, one for each core; they begin with the first port.</summary>
internal sealed class SocketLoops : IDisposable
{
    private const int Most = 16;

    private readonly PageDoor door;
    private readonly CreativeHosts hosts;
    private readonly OpenPages pages;
    private readonly ForwardedHeadersMiddleware forwarded;
    private readonly IOptionsMonitor<HostFilteringOptions> filter;
    private readonly Lazy<SocketLoop[]> loops;

    public SocketLoops(
        PageDoor door, OpenPages pages, CreativeHosts hosts, IOptions<ForwardedHeadersOptions> headers, IOptionsMonitor<HostFilteringOptions> filter, ILoggerFactory logs)
    {
        (this.door, this.pages, this.hosts, this.filter) = (door, pages, hosts, filter);
        forwarded = new(_ => Task.CompletedTask, logs, headers);
        loops = new(() => [.. Enumerable.Range(0, Math.Min(Environment.ProcessorCount, Most)).Select(_ => new SocketLoop(this))]);
    }

    public PageDoor Door => door;

    public OpenPages Pages => pages;

    /// <summary>Whether a page may open its WebSocket by this request, and from where; what the web server has in front of its endpoints is asked here too.</summary>
    public PageOrigin? Check(HttpContext context)
    {
        if (!Answers(context.Request.Host)) return null;
        forwarded.ApplyForwarders(context);
        if (hosts.Is(context.Request.Host)) return null;
        var (origin, refused) = door.Check(context, originNeeded: true);
        return refused is null ? origin : null;
    }

    public void Listen(SharedPort port)
    {
        foreach (var loop in loops.Value) loop.Listen(port);
    }

    public void Forget(SharedPort port)
    {
        foreach (var loop in loops.Value) loop.Forget(port);
    }

    public void Dispose()
    {
        if (!loops.IsValueCreated) return;
        foreach (var loop in loops.Value) loop.Dispose();
    }

    /// <summary>Whether AllowedHosts has it. The web server knows more ways to say so, and refuses.</summary>
    private bool Answers(HostString host)
    {
        try
        {
            return filter.CurrentValue.AllowedHosts is var allowed
                && (allowed.Contains("*") || HostString.MatchesAny(host.Value, [.. allowed.Select(name => new StringSegment(name))]));
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
