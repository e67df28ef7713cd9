using FtpActors.Core.Storage;

namespace FtpActors.Core.Flows;

/// <summary>Writes the line of one entry in UTF-8, line end included, or nothing.</summary>
internal delegate void EntryWriter(in EntryView entry, LinesBuffer output);
