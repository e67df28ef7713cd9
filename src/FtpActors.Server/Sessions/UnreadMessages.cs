using FtpActors.Core.Wire;

namespace FtpActors.Server.Sessions;

/// <summary>What a client is told with the next reply that has room for it.</summary>
internal sealed class UnreadMessages
{
    private readonly Queue<string> _texts = new();

    /// <summary>The text as one line that is not too long.</summary>
    public static string Fit(string text) => PrintableText.Of(text.Length > MessageLimits.LongestText ? text[..MessageLimits.LongestText] : text);

    /// <param name="text">From <see cref="Fit"/>.</param>
    public void Add(string text)
    {
        if (_texts.Count == MessageLimits.MostMessages)
            _texts.Dequeue();
        _texts.Enqueue(text);
    }

    public void Clear() => _texts.Clear();

    /// <summary>The reply, with everything unread in front of it if clients read nothing out of its text. Many look for
    /// addresses, paths, sizes and hashes in others, or take a 250 line by line.</summary>
    public FtpReply PutInto(FtpReply reply)
    {
        if (_texts.Count == 0 || reply.Code is not (200 or 221 or 226) || reply.Lines.Length > 0)
            return reply;
        var told = reply with { Lines = [.. _texts] };
        _texts.Clear();
        return told;
    }
}
