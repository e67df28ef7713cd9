namespace FtpActors.Server.Inbox;

/// <summary>Follows one run of a <see cref="HandOverSource{T}"/>.</summary>
internal interface IHandOver<in T>
{
    /// <summary>An element is about to go downstream; false drops it, and the next one is looked at.</summary>
    bool Take(T element);

    /// <summary>No more goes downstream; called once.</summary>
    /// <param name="failure">Of the stream; null when it completed, or had enough.</param>
    void Finish(Exception? failure);
}
