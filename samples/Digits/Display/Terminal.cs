using Spectre.Console;

namespace Digits.Display;

/// <summary>The console as the summary and the display use it.</summary>
internal static class Terminal
{
    /// <summary>
    /// Colours and redrawing on a terminal; neither in a file, a pipe or a dumb terminal. NO_COLOR takes only the colours, and on a build server (CI), which may
    /// pretend to be a terminal but keeps every redraw in its log, nothing is redrawn.
    /// </summary>
    public static IAnsiConsole Open()
    {
        bool plain = Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") == "dumb";
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain || IsSet("NO_COLOR") ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = plain || IsSet("CI") ? InteractionSupport.No : InteractionSupport.Detect,
        });
    }

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
