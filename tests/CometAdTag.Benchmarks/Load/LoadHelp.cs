namespace CometAdTag.Benchmarks.Load;

/// <summary>What `load --help` says.</summary>
internal static class LoadHelp
{
    public const string Text = """
        Holds very many pages open at a running service, and says how it does. Linux only.

          dotnet run -c Release --project tests/CometAdTag.Benchmarks -- load --pages 10000 --pid PID

          --url URL[,URL]      the service, by http; over several the pages are spread     (http://127.0.0.1:8080)
          --pages N            how many pages                                              (1000)
          --transport T        socket, stream or poll                                      (socket)
          --profile P          what pages do                                               (answers)
                               answers: each creative is rendered at once, viewable after a second, and ended when the next one comes
                               listens: they only hear, and send no receipts
                               lives: as answers, in visits of one to three slots that are short and long, whose tabs are hidden and shown
                               again, and whose networks are lost
          --zone ID[,ID]       the zone of a page's first slot, of its second, and so on   (2)
          --width N            of its slots, in CSS pixels                                 (300)
          --height N                                                                       (250)
          --origin ORIGIN      of its pages                                                (that of the first URL)
          --arrive N           new pages a second; 0: with at most 200 under way           (500)
          --for SECONDS        how long they are held after all have come; lateness is that
                               of intervals that began after it, so let it be two at least  (60)
          --storm N            after that so many further pages come all at once, are refused, and come again when they are told to, until
                               all are in; the lateness of those inside is measured meanwhile
          --event SECONDS      so often an event is posted that concerns all of them; needs --key
          --withdraw           at the end, what most slots show is withdrawn, and then allowed again; needs --key
          --key KEY            of the server API, for both: the admin key, or one of a role that may
          --pid PID[,PID]      the server's processes, if they are on this machine: for their memory and CPU
          --processes N        of this tool: one thread each, for at most 18,000 pages     (as many as needed)

        The server: viewers have an address each, this tool has few, so it needs --Pages:RequestsPerAddress=0; --Pages:HellosPerSecond=0, but
        with --storm the limit that is to be tried; and --Pages:MaxPages for more than 200,000 pages. On the same machine the pages come
        from addresses in 127.1.0.0/16, 4,000 from each, since an address has some 28,000 ports; from another machine they come from one,
        and --Pages:MaxPagesPerAddress must allow that.
        The timer rotates a slot Refresh:Default:MaxRefreshes times (10) and no more; 0 is no cap.
        An event rotates at once only what was rendered an interval ago (pushed, with listens). For a rate of pushes let the interval be
        shorter than --event: --Refresh:AllowShortIntervals=true --Refresh:Default:Interval=00:00:01 --Refresh:Default:Triggers=event.

        Ends with code 1 where pages were lost or never came in, or receipts were not acknowledged; with 2 where an option is wrong.
        """;
}
