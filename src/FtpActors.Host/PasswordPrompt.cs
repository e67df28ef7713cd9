using System.Text;
using FtpActors.Core.Auth;

namespace FtpActors.Host;

/// <summary>The subcommand <c>hash-password</c>.</summary>
internal static class PasswordPrompt
{
    /// <summary>Reads the password, twice from a keyboard and once from a pipe, and prints the key to paste.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Hash(HostConsole console, int workFactor)
    {
        var password = Console.IsInputRedirected ? Console.In.ReadLine() : Ask(console);
        if (string.IsNullOrEmpty(password))
        {
            console.Error.WriteLine("No password was given, or not the same one twice.");
            return ExitCode.BadConfiguration;
        }

        try
        {
            console.Output.WriteLine($"password-hash = \"{PasswordHash.Create(new Password(password), workFactor).Text}\"");
            return ExitCode.Stopped;
        }
        catch (ArgumentException unfit)
        {
            console.Error.WriteLine(unfit.Message);
            return ExitCode.BadConfiguration;
        }
    }

    private static string? Ask(HostConsole console)
    {
        var first = Silent(console, "Password: ");
        return first == Silent(console, "Once more: ") ? first : null;
    }

    /// <summary>What is typed, which nobody sees.</summary>
    internal static string Silent(HostConsole console, string prompt)
    {
        console.Error.Write(prompt);
        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        console.Error.WriteLine();
        return typed.ToString();
    }
}
