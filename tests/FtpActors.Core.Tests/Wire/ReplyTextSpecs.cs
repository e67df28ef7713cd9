using System.Globalization;
using FtpActors.Core.Wire;

namespace FtpActors.Core.Tests.Wire;

public class ReplyTextSpecs
{
    [Fact]
    public void ReplyText_should_know_its_wording_from_its_arguments()
    {
        ReplyText text = $"{"/{0}"}: {12345678L} bytes, mode {{{7:00}}}.";

        Assert.Equal("/{0}: 12345678 bytes, mode {07}.", text.Text);
        Assert.Equal("{0}: {1} bytes, mode {{{2}}}.", text.Template);
        Assert.Equal(["/{0}", "12345678", "07"], Enumerable.Range(0, text.ArgumentCount).Select(text.Argument));
    }

    [Fact]
    public void ReplyText_should_take_what_any_interpolated_string_takes()
    {
        ReplyText text = $"{7,3}|{7,-3}|{10,4:X2}|{"abc".AsSpan(1)}|{null}|{'x'}";

        Assert.Equal("  7|7  |  0A|bc||x", text.Text);
        Assert.Equal("{0}|{1}|{2}|{3}|{4}|{5}", text.Template);
    }

    [Fact]
    public void ReplyText_should_take_wording_in_several_pieces()
    {
        var path = "/a";
        ReplyText text = $"{path} first part, " + $"second: {1}" + $", third.";

        Assert.Equal("/a first part, second: 1, third.", text.Text);
        Assert.Equal("{0} first part, second: {1}, third.", text.Template);
    }

    [Fact]
    public void ReplyText_should_format_numbers_the_same_on_every_machine()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            ReplyText text = $"{1.5} s";
            Assert.Equal("1.5 s", text.Text);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void ReplyText_should_keep_wording_in_wording()
    {
        ReplyText text = $"{"HELP"}: {ReplyText.Of("List the commands.")}";

        Assert.Equal("HELP: List the commands.", text.Text);
        Assert.Equal("{0}: {1}", text.Template);
        Assert.Equal("List the commands.", Assert.IsType<ReplyText>(text.Argument(1)).Template);
    }

    [Fact]
    public void ReplyText_should_have_no_wording_where_it_is_exact()
    {
        Assert.Equal("{0}", ReplyText.Exact("MARK 1 = 2").Template);
        Assert.Equal("MARK 1 = 2", ReplyText.Exact("MARK 1 = 2").Text);
        Assert.Equal("no {{braces}}", ReplyText.Of("no {braces}").Template);
    }

    [Fact]
    public void FtpReply_should_be_reworded_line_by_line_but_for_data()
    {
        var path = "/a";
        Assert.Equal("550 {0}: no.", new FtpReply(550, $"{path}: no.").Reworded(Template).ToString());
        Assert.Equal("550 /a: no.", new FtpReply(550, $"{path}: no.").ToString());
        Assert.Equal("200 OK.", new FtpReply(200, "OK.").Reworded(Template).ToString());

        var data = FtpReply.MultiLine(213, $"Status of {path}:", ["/a {0}"], "End.").Reworded(Template);
        Assert.Equal(["Status of {0}:", "/a {0}"], data.Lines.AsEnumerable());
        Assert.Equal("End.", data.Text);

        var words = FtpReply.MultiLine(211, "Status:", (ReplyText[])[$"Directory: {path}"], $"End of {path}.").Reworded(Template);
        Assert.Equal(["Status:", "Directory: {0}"], words.Lines.AsEnumerable());
        Assert.Equal("End of {0}.", words.Text);
    }

    [Fact]
    public void FtpReply_should_forget_its_wording_when_its_text_is_replaced()
    {
        var path = "/a";
        var reply = FtpReply.MultiLine(211, $"Of {path}:", (ReplyText[])[$"Directory: {path}"], $"End of {path}.") with { Text = "x {1}", Lines = ["y {1}"] };

        Assert.Equal("x {{1}}", reply.Reworded(Template).Text);
        Assert.Equal(["y {1}"], reply.Reworded(Template).Lines.AsEnumerable());
    }

    private static string Template(ReplyText text) => text.Template;
}
