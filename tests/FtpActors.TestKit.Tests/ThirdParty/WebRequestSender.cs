using System.Net;

namespace FtpActors.TestKit.Tests.ThirdParty;

/// <summary>By the client of .NET itself.</summary>
public sealed class WebRequestSender(IPEndPoint server, NetworkCredential login) : IFileSender
{
    public async Task Send(string name, byte[] content, CancellationToken cancel)
    {
#pragma warning disable SYSLIB0014 // It is obsolete, and much code that is out there calls it: that is who is tested here.
        var request = (FtpWebRequest)WebRequest.Create(new Uri($"ftp://{server}/{name}"));
#pragma warning restore SYSLIB0014
        request.Method = WebRequestMethods.Ftp.UploadFile;
        request.Credentials = login;
        request.KeepAlive = false;
        using var abort = cancel.Register(request.Abort);
        try
        {
            await using (var data = await request.GetRequestStreamAsync())
                await data.WriteAsync(content, cancel);
            (await request.GetResponseAsync()).Dispose();
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
        catch (WebException cause) when (cause.Response is FtpWebResponse { StatusCode: FtpStatusCode.ActionNotTakenInsufficientSpace or >= (FtpStatusCode)500 } refused)
        {
            throw new UploadRefusedException(refused.StatusDescription!.Trim(), cause);
        }
        catch (WebException cause)
        {
            throw new IOException(cause.Message, cause);
        }
    }
}
