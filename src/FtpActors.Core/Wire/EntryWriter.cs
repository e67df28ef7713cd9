using FtpActors.Core.Storage;

namespace FtpActors.Core.Wire;

/// <summary>Writes the line of one entry, line end included, or nothing.</summary>
internal delegate void EntryWriter(in EntryView entry, LinesBuffer output);
