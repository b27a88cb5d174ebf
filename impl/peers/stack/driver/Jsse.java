import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A client and a server of Java's own TLS:
 *
 * <pre>
 * java Jsse server CERT KEY VERSION
 * java Jsse client HOST PORT CONNECTIONS VERSION
 * </pre>
 *
 * What has no place here is a property of the whole machine. driver.h says what they
 * print.
 */
public class Jsse {
	static final byte[] REQUEST = "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	static byte[] before = {};

	/** Trusts everybody: the other end is a test. */
	static final X509TrustManager ANYBODY = new X509TrustManager() {
		public void checkClientTrusted(X509Certificate[] chain, String type) {}

		public void checkServerTrusted(X509Certificate[] chain, String type) {}

		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}
	};

	static SSLContext context(KeyManager[] keys) throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys, new TrustManager[] {ANYBODY}, null);
		return context;
	}

	static KeyManager[] keys(String cert, String key) throws Exception {
		String pem = Files.readString(Path.of(key)).replaceAll("-----.*-----|\\s", "");
		byte[] chain = Files.readAllBytes(Path.of(cert));
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		store.setKeyEntry("server",
			KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem))),
			new char[0],
			new Certificate[] {CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(chain))});
		KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
		factory.init(store, new char[0]);
		return factory.getKeyManagers();
	}

	static String[] protocols(String version) {
		return new String[] {version.equals("1.0") ? "TLSv1" : "TLSv" + version};
	}

	/** Says what Java knows. A session that is resumed is as old as before. */
	static void told(SSLSession session) {
		byte[] now = Long.toString(session.getCreationTime()).getBytes();
		String version = session.getProtocol().substring("TLSv".length());
		System.out.printf("%nconnection resumed=%s ems=unknown version=%s%nmaster=%n",
			Arrays.equals(now, before) ? "yes" : "no", version);
		before = now;
	}

	static void serve(String cert, String key, String version) throws Exception {
		SSLServerSocket listener = (SSLServerSocket) context(keys(cert, key)).getServerSocketFactory()
			.createServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
		listener.setEnabledProtocols(protocols(version));
		System.out.println("listening 127.0.0.1:" + listener.getLocalPort());
		for (;;) {
			try (SSLSocket socket = (SSLSocket) listener.accept()) {
				socket.startHandshake();
				told(socket.getSession());
				InputStream in = socket.getInputStream();
				for (int c = in.read(); c >= 0; c = c == '\n' ? -1 : in.read()) {
					socket.getOutputStream().write(c);
				}
			} catch (IOException e) {
				// A client that has heard enough closes before all is said, and the
				// next one is waiting.
				System.err.println(e);
			}
		}
	}

	static void connect(String host, int port, int connections, String version) throws Exception {
		SSLContext context = context(null);
		for (int n = 0; n < connections; n++) {
			try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(host, port)) {
				socket.setEnabledProtocols(protocols(version));
				socket.startHandshake();
				told(socket.getSession());
				socket.getOutputStream().write(REQUEST);
				socket.getInputStream().transferTo(System.out);
				System.out.flush();
			}
		}
	}

	public static void main(String[] args) throws Exception {
		if (args[0].equals("server")) {
			serve(args[1], args[2], args[3]);
		} else {
			connect(args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]), args[4]);
		}
	}
}
