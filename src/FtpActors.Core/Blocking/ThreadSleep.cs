using System.Runtime.InteropServices;

namespace FtpActors.Core.Blocking;

/// <summary>Where one thread sleeps until it is woken; waking it before it sleeps counts.</summary>
/// <remarks>On Linux a semaphore of the system: one call to sleep and one to wake, where .NET's monitors take three times as many.</remarks>
internal sealed class ThreadSleep
{
    /// <summary>More than sem_t takes anywhere.</summary>
    private const int SemaphoreSize = 64;

    private const int Interrupted = 4;

    private readonly Semaphore? _portable;
    private IntPtr _semaphore;

    public ThreadSleep()
    {
        if (!TryOpen())
            _portable = new Semaphore(0, int.MaxValue);
    }

    ~ThreadSleep() => Marshal.FreeHGlobal(_semaphore);

    /// <summary>Ends when it was woken: once for each time.</summary>
    public void Sleep()
    {
        if (_portable is not null)
        {
            _portable.WaitOne();
            return;
        }

        while (Wait(_semaphore) != 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }

        GC.KeepAlive(this);
    }

    public void Wake()
    {
        if (_portable is not null)
            _portable.Release();
        else
            Post(_semaphore);
        GC.KeepAlive(this);
    }

    /// <summary>False where the system has none, or has it in another library.</summary>
    private bool TryOpen()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        _semaphore = Marshal.AllocHGlobal(SemaphoreSize);
        try
        {
            return Initialize(_semaphore, 0, 0) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "sem_init")]
    private static extern int Initialize(IntPtr semaphore, int isShared, uint value);

    [DllImport("libc", EntryPoint = "sem_wait", SetLastError = true)]
    private static extern int Wait(IntPtr semaphore);

    [DllImport("libc", EntryPoint = "sem_post")]
    private static extern int Post(IntPtr semaphore);
}
