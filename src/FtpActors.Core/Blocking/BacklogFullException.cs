namespace FtpActors.Core.Blocking;

/// <summary>More work came than a few threads can take; may pass.</summary>
public sealed class BacklogFullException(string threads, int waiting)
    : Exception($"{waiting} pieces of work wait for the threads {threads} already.");
