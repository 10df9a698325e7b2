using CometAdTag.Browser.Tests.Publisher;
using Microsoft.Playwright;

namespace CometAdTag.Browser.Tests.Harness;

/// <summary>What a test plays in: a publisher's site, the service that its pages ask, and a browser that visits them.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private readonly Chromium chromium;
    private readonly ITestOutputHelper output;
    private readonly string folder = Directory.CreateTempSubdirectory("cometadtag-").FullName;
    private readonly List<Visit> visits = [];

    private Scene(Chromium chromium, ITestOutputHelper output) => (this.chromium, this.output) = (chromium, output);

    public PublisherSite Site { get; private set; } = null!;

    public ServiceProgram Service { get; private set; } = null!;

    public Accounts Accounts { get; private set; } = null!;

    /// <summary>Settings of the service are given as arguments of its program.</summary>
    public static async Task<Scene> Open(Chromium chromium, ITestOutputHelper output, params string[] settings)
    {
        var scene = new Scene(chromium, output) { Site = await PublisherSite.Open() };
        var feed = Path.Combine(scene.folder, "feed.json");
        await File.WriteAllTextAsync(feed, Feed.For(scene.Site.Origin));
        return await scene.Start([$"--AdServer:Feed:Location={feed}", .. Feed.Settings, .. settings]);
    }

    /// <summary>The service as it is after a first start: with the demo feed and the demo page.</summary>
    public static async Task<Scene> OpenDemo(Chromium chromium, ITestOutputHelper output, params string[] settings)
    {
        var scene = new Scene(chromium, output) { Site = await PublisherSite.Open() };
        return await scene.Start(settings);
    }

    /// <summary>Starts the service anew at the same address, with these settings as its file.</summary>
    public async Task Restart(string settings)
    {
        await Service.Kill();
        Directory.CreateDirectory(Path.Combine(folder, "config"));
        await File.WriteAllTextAsync(Path.Combine(folder, "config", "cometadtag.json"), settings);
        await Service.Start();
    }

    /// <summary>Opens a page of the publisher in a tab in front.</summary>
    public Task<Visit> Visit(string page) => Visit(new Uri(Site.Origin, page));

    public async Task<Visit> Visit(Uri url)
    {
        var visit = await Visiting(await chromium.Open());
        await visit.Go(url);
        return visit;
    }

    /// <summary>Opens another tab in front of a page, and fails unless the page was told that it is hidden.</summary>
    public async Task<Visit> Hide(Visit page)
    {
        var other = await Visit("other.html");
        await page.Until("document.visibilityState === 'hidden' && lived.at(-1) === 'hidden'");
        return other;
    }

    /// <summary>Opens a page of the publisher in a tab behind.</summary>
    public async Task<Visit> VisitInBackground(string page) => await Visiting(await chromium.OpenInBackground(new(Site.Origin, page)));

    /// <summary>Opens a page of the publisher in a window of its own, visible beside the others.</summary>
    public async Task<Visit> VisitBeside(string page) => await Visiting(await chromium.OpenBeside(new(Site.Origin, page)));

    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (var visit in visits) output.WriteLine(await visit.Describe());
            foreach (var visit in visits) await visit.Close();
        }
        finally
        {
            await Service.DisposeAsync();
            output.WriteLine(Service.Output);
            await Site.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<Visit> Visiting(IPage page)
    {
        var visit = await Harness.Visit.Of(page);
        visits.Add(visit);
        return visit;
    }

    private async Task<Scene> Start(string[] settings)
    {
        Service = new(folder, settings);
        await Service.Start();
        Site.Service = Service.Address;
        Accounts = new(Service);
        return this;
    }
}
