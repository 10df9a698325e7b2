using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CometAdTag.Browser.Tests.Harness;

/// <summary>
/// Debian's Chromium as people use it: started here, not by Playwright, whose switches would turn off throttling and the
/// back/forward cache, and joined without Playwright's emulations, which would make every page count as visible.
/// </summary>
public sealed partial class Chromium : IAsyncLifetime
{
    /// <summary>Without it, Chromium takes the list of ads that its updater would have brought.</summary>
    private const string NoUpdates = "--disable-component-update";

    private static readonly string[] Switches =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-sync", "--disable-default-apps", "--disable-extensions", "--force-color-profile=srgb",
        "--password-store=basic", "--window-size=1280,940", "--host-resolver-rules=MAP creatives.test 127.0.0.1", "--remote-debugging-port=0",
    ];

    private readonly string profile = Directory.CreateTempSubdirectory("cometadtag-chromium-").FullName;
    private readonly string ads = "";
    private RunningProgram? program;
    private IPlaywright? playwright;
    private IBrowser? browser;

    public Chromium()
    {
    }

    /// <summary>One that takes what has this text in its url for an ad, and treats all heavy ones alike.</summary>
    internal Chromium(string ads) => this.ads = ads;

    /// <summary>The window; its pages are tabs, of which one is visible.</summary>
    public IBrowserContext Window => browser!.Contexts[0];

    public async Task InitializeAsync()
    {
        if (ads.Length > 0) await AdRules.Write(profile, ads);
        program = await Start(profile, "about:blank", ads.Length > 0 ? "--disable-features=HeavyAdPrivacyMitigations" : NoUpdates);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.ConnectOverCDPAsync(program.Address, new() { NoDefaults = true });
        if (ads.Length > 0) await AdRules.Taken(profile);
    }

    /// <summary>One that opens an address and that nobody is attached to, with a profile in that folder.</summary>
    internal static Task<RunningProgram> Start(string profile, string url, string more = NoUpdates) =>
        RunningProgram.Start("/usr/bin/chromium", [.. Switches, more, $"--user-data-dir={profile}", url], profile, Listening());

    /// <summary>Opens a tab in front, which hides the one before.</summary>
    public Task<IPage> Open() => Window.NewPageAsync();

    /// <summary>Opens a tab that nobody looks at, as a click with the middle button does.</summary>
    public Task<IPage> OpenInBackground(Uri url) => Open(url, "background");

    /// <summary>Opens a window of its own, which hides no other.</summary>
    public Task<IPage> OpenBeside(Uri url) => Open(url, "newWindow");

    public async Task DisposeAsync()
    {
        if (browser is not null) await (await browser.NewBrowserCDPSessionAsync()).SendAsync("Browser.close");
        if (program is not null) await program.DisposeAsync();
        playwright?.Dispose();
        await Bound.Until(() => Task.FromResult(IsGone(profile)), () => Task.FromResult($"Chromium still writes to {profile}"));
    }

    private async Task<IPage> Open(Uri url, string how)
    {
        var session = await browser!.NewBrowserCDPSessionAsync();
        var opened = Window.WaitForPageAsync();
        await session.SendAsync("Target.createTarget", new() { ["url"] = url.ToString(), [how] = true });
        return await opened;
    }

    /// <summary>Its last child processes may outlive the window for a moment.</summary>
    internal static bool IsGone(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return !Directory.Exists(folder);
        }
    }

    [GeneratedRegex(@"^DevTools listening on (?<url>ws://\S+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
