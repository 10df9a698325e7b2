using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Pages;

/// <summary>Why a page is not let in: a close word, and what is wrong in words that its owner understands.</summary>
internal sealed record Refused(CloseReason Reason, string Detail)
{
    /// <summary>RFC 9110 status of a refused HTTP request.</summary>
    public int Status => Reason switch
    {
        CloseReason.Origin or CloseReason.Disabled => StatusCodes.Status403Forbidden,
        CloseReason.UnknownZone => StatusCodes.Status404NotFound,
        CloseReason.Limit => StatusCodes.Status429TooManyRequests,
        CloseReason.Overload or CloseReason.Shutdown => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };

    public static Refused BadFrame(string detail) => new(CloseReason.BadFrame, detail);

    public static Refused BadHello(string detail) => new(CloseReason.BadHello, detail);
}
